import { runSite, SITE_ACCOUNTS, SITE_JOBS, type SiteJob } from '../sites.ts';
import type { AccountName } from '../world/stand-ins.ts';
import { inParallel, type Part, type Reporter, type Tried, type Wanted } from './part.ts';

/** Kills the move of a site, and its undo, at every `step`-th point in each account, and resumes it. */
export const sites: Part = async function* (wanted, reporter) {
  for (const account of SITE_ACCOUNTS) {
    for (const job of SITE_JOBS) {
      if (wanted.kind !== undefined && wanted.kind !== account) continue;
      if (wanted.job !== undefined && wanted.job !== job) continue;
      if (!wanted.isOver()) yield await movesSite(account, job, wanted, reporter);
    }
  }
};

async function movesSite(
  account: AccountName,
  job: SiteJob,
  wanted: Wanted,
  reporter: Reporter,
): Promise<Tried> {
  const options = `--part sites --kind ${account} --job ${job}`;
  const undisturbed = await runSite(account, job, 0);
  let violations = reporter.judge(`site at ${account}, ${job}, undisturbed`, options, undisturbed.violations);
  const { length } = undisturbed.passed;
  const points = Array.from({ length }, (_, at) => at + 1).filter(
    (point) => point % wanted.step === wanted.offset % wanted.step,
  );
  let kills = 0;
  const done = await inParallel(
    wanted.point === undefined ? points : [wanted.point],
    wanted,
    async (point) => {
      const end = await runSite(account, job, point);
      kills += end.processes.filter(({ code }) => code === null).length;
      violations += reporter.judge(
        `site at ${account}, ${job}`,
        `${options} --point ${point}`,
        end.violations,
      );
    },
  );
  return {
    what: `sites, ${account}, ${job}`,
    tried: `${done} of ${length}, ${kills} kills`,
    violations,
    replay: `${options} --step ${wanted.step} --offset ${wanted.offset}`,
  };
}

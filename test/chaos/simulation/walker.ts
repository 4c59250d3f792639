import { type Seeds, walkHere } from './walk.ts';

/** A process of `walkInParallel`: walks the seeds it is sent, and answers with the result. */
process.on('message', (seeds: Seeds) => {
  walkHere(seeds).then(
    (walked) => process.send?.(walked),
    (error: unknown) => {
      process.stderr.write(`seeds ${seeds.from} to ${seeds.from + seeds.count - 1}: ${String(error)}\n`);
      process.exit(1);
    },
  );
});

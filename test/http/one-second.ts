/** The most of these ascending times that lie in any one second. */
export function mostInOneSecond(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [to, time] of times.entries()) {
    while ((times[from] ?? time) <= time - 1000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

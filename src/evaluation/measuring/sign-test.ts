/**
 * The exact two-sided McNemar (sign) test: how probable so uneven a split of the questions that changed is, if
 * better and worse were equally likely. 1 where nothing changed. Worked in logarithms, so that many questions
 * do not underflow.
 */
export function signTest(gained: number, lost: number): number {
  const changed = gained + lost;
  const fewer = Math.min(gained, lost);
  let logTerm = -changed * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let step = 1; step <= fewer; step += 1) {
    logTerm += Math.log((changed - step + 1) / step);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

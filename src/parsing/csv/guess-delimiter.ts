/** What separates the cells of text tables, the likeliest first. */
const DELIMITERS = [",", "\t", ";", "|"];
const SAMPLE = 1 << 16;

/** What separates the cells: the mark that stands equally often in most records; a comma for a single column. */
export function guessDelimiter(text: string): string {
  const records = countByRecord(text.slice(0, SAMPLE));
  let best = { delimiter: ",", agreeing: 0, often: 0 };
  for (const [i, delimiter] of DELIMITERS.entries()) {
    const { agreeing, often } = findMode(records.map((counts) => counts[i] ?? 0));
    const isBetter = agreeing > best.agreeing || (agreeing === best.agreeing && often > best.often);
    if (isBetter) best = { delimiter, agreeing, often };
  }
  return best.delimiter;
}

/** How often each mark stands outside quotes, record by record; empty ones are left out. */
function countByRecord(sample: string): number[][] {
  const records: number[][] = [];
  let counts = DELIMITERS.map(() => 0);
  let isQuoted = false;
  let length = 0;
  for (const char of `${sample}\n`) {
    if (char === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    const at = DELIMITERS.indexOf(char);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
    if (char !== "\n") length++;
    else if (length > 0) {
      records.push(counts);
      counts = DELIMITERS.map(() => 0);
      length = 0;
    }
  }
  return records;
}

/** The commonest count above zero, and how many records have it. */
function findMode(counts: number[]): { agreeing: number; often: number } {
  const tally = new Map<number, number>();
  for (const count of counts) if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1);
  const [often, agreeing] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { agreeing, often };
}

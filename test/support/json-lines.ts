/**
 * Returns the documents of JSON Lines.
 * @throws if a line is not JSON, or the last one is not terminated
 */
// biome-ignore lint/suspicious/noExplicitAny: tests look into lines of any shape
export function linesOf(text: string): any[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('The last line has no end')
  return lines.map((line) => JSON.parse(line))
}

/** The documents of JSON Lines. @throws where a line is none, or the last one has no end */
// biome-ignore lint/suspicious/noExplicitAny: tests look into lines of any shape
export function linesOf(text: string): any[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('The last line has no end')
  return lines.map((line) => JSON.parse(line))
}

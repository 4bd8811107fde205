/**
 * Returns a fenced code block of a guide.
 * @param guide the text of a file in docs/guides
 * @param opening the text after the three backticks, such as `nginx` or `js jeton.mjs`
 * @throws Error unless the guide has exactly one such block
 */
export function blockOf(guide: string, opening: string): string {
  const blocks = guide
    .split(/^```/m)
    .filter((part, i) => i % 2 === 1 && part.startsWith(`${opening}\n`))
  const [block] = blocks
  if (block === undefined || blocks.length > 1)
    throw new Error(`the guide has ${blocks.length} blocks of ${opening}`)
  return block.slice(opening.length + 1)
}

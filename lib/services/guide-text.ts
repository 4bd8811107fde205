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

/**
 * Names further credential headers in the configuration or the code of a guide: wherever `xc-auth`
 * is named, so that Jeton is asked with them and the service does not receive them. In a list they
 * follow it; any other line with it is repeated.
 */
export function nameTokenHeaders(text: string, headers: readonly string[]): string {
  const lines = text.split('\n').flatMap((line) => {
    const [item, quote] = inList.exec(line) ?? []
    if (item !== undefined) {
      const more = headers.map((header) => `${quote}${header}${quote}, `)
      return [line.replace(item, item + more.join(''))]
    }
    if (!line.includes('xc-auth')) return [line]
    return [line, ...headers.map((header) => line.replaceAll('xc-auth', header))]
  })
  return lines.join('\n')
}

const inList = /(["']?)xc-auth\1, /

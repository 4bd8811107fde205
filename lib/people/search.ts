/** Whether each word of a query is in one of the texts. Case and accents do not matter. */
export function isFound(query: string, texts: string[]): boolean {
  const searched = texts.map(plain)
  return plain(query)
    .split(/\s+/)
    .every((word) => searched.some((text) => text.includes(word)))
}

const plain = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFKD').trim()

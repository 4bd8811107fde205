export interface MessageTree {
  [key: string]: string | MessageTree
}

/** @returns the messages of a catalogue by their dotted keys */
export function texts(tree: MessageTree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const path = `${prefix}${key}`
    return typeof value === 'string' ? [[path, value]] : [...texts(value, `${path}.`)]
  })
  return new Map(entries)
}

/** The file that a `file:` URL, or a plain path, names. */
export const sqlitePath = (url: string) => url.replace(/^file:/, '')

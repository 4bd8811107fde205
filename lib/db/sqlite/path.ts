/** Returns the path in a `file:` URL; a plain path is returned unchanged. */
export const sqlitePath = (url: string) => url.replace(/^file:/, '')

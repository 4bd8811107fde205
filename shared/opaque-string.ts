/** Blanks of other scripts and widths, such as the no-break space of a French keyboard. */
const otherBlanks = /(?! )\p{Zs}/gu

/**
 * A password in the one spelling in which it is hashed and judged: OpaqueString (RFC 8265, section
 * 4.2). Keyboards and systems disagree on how they write an accented letter and a blank; nothing
 * else is mapped. Control characters are let through, as passwords from before may hold them.
 */
export const toOpaqueString = (password: string): string =>
  password.replace(otherBlanks, ' ').normalize('NFC')

/** Blanks of other scripts and widths, such as the no-break space of a French keyboard. */
const otherBlanks = /(?! )\p{Zs}/gu

/**
 * Returns the single spelling in which a password is hashed and checked: OpaqueString (RFC 8265,
 * section 4.2). Keyboards and systems differ in how they encode accented letters and blanks;
 * nothing else is mapped. Control characters are allowed, since existing passwords may contain
 * them.
 */
export const toOpaqueString = (password: string): string =>
  password.replace(otherBlanks, ' ').normalize('NFC')

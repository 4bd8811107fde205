/* The headings of the tab Security, to which focus goes after a change. */

export const appHeadingId = 'security-app'
export const codesHeadingId = 'security-codes'
export const passkeysHeadingId = 'security-passkeys'
export const providerHeadingId = 'security-provider'

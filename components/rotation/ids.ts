export const rotateButtonId = 'rotate-token'

/** Of the text that says until when the old secret works. */
export const previousSecretId = 'previous-secret'

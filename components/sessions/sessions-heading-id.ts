/** The heading receives focus after a sign-out, which removes the pressed button with its row. */
export const sessionsHeadingId = 'sessions-heading'

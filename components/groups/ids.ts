/** Receives focus after a change that removes the pressed button with its row. */
export const groupsHeadingId = 'groups-heading'

/** The button of a row, which receives focus after a change of that group. */
export const renameButtonId = (id: string) => `rename-${id}`

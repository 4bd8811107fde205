/** The heading receives focus after a change that removes the pressed button with its row. */
export const peopleHeadingId = 'people-heading'

/** The button of a row, which receives focus after a change of that row. */
export const manageButtonId = (id: string) => `manage-${id}`

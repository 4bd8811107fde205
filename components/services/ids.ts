/** Receives focus after a change that removes the pressed button with its card. */
export const servicesHeadingId = 'services-heading'

/** The button of a card, which receives focus after a change of that service. */
export const editButtonId = (name: string) => `edit-${name}`

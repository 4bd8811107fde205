/*
 * The ids of elements that receive focus after a change, when the button that was pressed has gone
 * or may have gone with its row. They stand in a module without 'use client', because sections that
 * the server renders need them too.
 */

/* Headings, which receive focus after a change that removes a row. */

export const groupsHeadingId = 'groups-heading'
export const peopleHeadingId = 'people-heading'
export const servicesHeadingId = 'services-heading'
export const sessionsHeadingId = 'sessions-heading'

/* The headings of the tab Security. */

export const appHeadingId = 'security-app'
export const codesHeadingId = 'security-codes'
export const passkeysHeadingId = 'security-passkeys'
export const providerHeadingId = 'security-provider'

/* The buttons of a row or a card, which receive focus after a change of it. */

export const manageButtonId = (userId: string) => `manage-${userId}`
export const renameButtonId = (groupId: string) => `rename-${groupId}`
export const editButtonId = (serviceName: string) => `edit-${serviceName}`

/* The parts of the card of a token. */

export const addTokenButtonId = 'add-token'
export const rotateButtonId = 'rotate-token'
/** The text that says until when the previous secret works. */
export const previousSecretId = 'previous-secret'
/** The button that opens the choice of services. */
export const chooseButtonId = 'choose-services'

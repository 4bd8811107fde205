/** The button that opens the choice of services. */
export const chooseButtonId = 'choose-services'

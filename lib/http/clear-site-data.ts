/**
 * A header that clears the storage of our pages in the browser, at log out. It does not clear
 * `"cache"`: responses and pages are `no-store`, and Chromium searches its whole cache, for
 * seconds, before it processes the response. It does not clear `"cookies"` either, which would
 * remove language and theme from the next page, and the cookies of all other hosts of the same
 * domain; the session cookie is cleared by name.
 */
export const clearSiteData: [name: string, value: string] = ['clear-site-data', '"storage"']

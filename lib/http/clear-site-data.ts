/**
 * Ends what the pages have left in the browser, at log out: answers and pages that it has kept, and local storage. Not `"cookies"`, which
 * would take language and theme from the next page, and from every other host of the same domain its cookies; the session's own
 * cookie is cleared by its name.
 */
export function clearSiteData(response: Response): Response {
  response.headers.set('clear-site-data', '"cache", "storage"')
  return response
}

/** The browser’s time zone; UTC where it has none, or one such as `Etc/Unknown`, that it does not format dates in. */
export function browserZone(): string {
  try {
    const { timeZone = 'UTC' } = Intl.DateTimeFormat().resolvedOptions()
    // Throws a RangeError for a zone that is not known.
    new Intl.DateTimeFormat('en', { timeZone })
    return timeZone
  } catch {
    return 'UTC'
  }
}

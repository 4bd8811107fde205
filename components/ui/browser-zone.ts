/**
 * The browser's time zone; UTC where it has none, or one in which it cannot format dates, such as
 * `Etc/Unknown`.
 */
export function browserZone(): string {
  try {
    const { timeZone = 'UTC' } = Intl.DateTimeFormat().resolvedOptions()
    // Throws a RangeError for an unknown zone.
    new Intl.DateTimeFormat('en', { timeZone })
    return timeZone
  } catch {
    return 'UTC'
  }
}

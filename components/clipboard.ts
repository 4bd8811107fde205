/**
 * Copies a text that is still on its way. Call it synchronously inside the click: Safari only lets the clipboard be
 * written while the gesture is being handled, and takes a promise for the content.
 *
 * @returns whether the text is on the clipboard; false where the browser refuses, or has no clipboard (plain http)
 */
export async function copyToClipboard(text: Promise<string>): Promise<boolean> {
  const blob = text.then((value) => new Blob([value], { type: 'text/plain' }))
  // The caller hears from its source that there is no text. Nobody else waits for this promise where the clipboard is not written.
  blob.catch(() => {})
  if (!navigator.clipboard) return false
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    return writeText(text)
  }
}

/** For browsers without ClipboardItem, or whose ClipboardItem takes no promise. */
async function writeText(text: Promise<string>): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(await text)
    return true
  } catch {
    return false
  }
}

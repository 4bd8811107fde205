/**
 * Copies a text that may not have arrived yet. Call it synchronously in the click handler: Safari
 * allows clipboard writes only while it handles the gesture, and accepts a promise as the content.
 * @returns whether the text is on the clipboard; false where the browser refuses, or has no
 * clipboard (plain http)
 */
export async function copyToClipboard(text: Promise<string>): Promise<boolean> {
  const blob = text.then((value) => new Blob([value], { type: 'text/plain' }))
  // The caller learns from its source that there is no text. Nothing else awaits this promise when
  // the clipboard is not written.
  blob.catch(() => {})
  if (!navigator.clipboard) return false
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    return writeText(text)
  }
}

/** For browsers without ClipboardItem, or whose ClipboardItem accepts no promise. */
async function writeText(text: Promise<string>): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(await text)
    return true
  } catch {
    return false
  }
}

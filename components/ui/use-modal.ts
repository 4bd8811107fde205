'use client'

import { type SyntheticEvent, useLayoutEffect, useRef } from 'react'

/**
 * What makes a `<dialog>` a modal for as long as it is mounted. The browser traps focus and gives it back; Escape and a
 * press outside ask for dismissal. A dialog in a dialog is none of the outer one's business.
 */
export function useModal(onDismiss: () => void) {
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  const isOwn = (event: SyntheticEvent) => event.target === ref.current
  return {
    ref,
    onCancel(event: SyntheticEvent) {
      if (!isOwn(event)) return
      event.preventDefault()
      onDismiss()
    },
    /** Insisting on Escape closes a dialog past its `cancel`. */
    onClose(event: SyntheticEvent) {
      if (isOwn(event) && !ref.current?.open) onDismiss()
    },
    onMouseDown(event: SyntheticEvent) {
      if (isOwn(event)) onDismiss()
    },
  }
}

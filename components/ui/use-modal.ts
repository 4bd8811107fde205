'use client'

import { type SyntheticEvent, useLayoutEffect, useRef } from 'react'

/** An attribute of the element that has focus when a dialog opens; without one, it is the first. */
export const firstFocus = 'data-first-focus'

/**
 * Makes a `<dialog>` a modal for as long as it is mounted. The browser traps focus and restores it;
 * Escape and a press outside ask for dismissal. Events of a nested dialog are ignored.
 */
export function useModal(onDismiss: () => void) {
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>(`[${firstFocus}]`)?.focus()
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
    /** Repeated Escape closes a dialog even though its `cancel` was prevented. */
    onClose(event: SyntheticEvent) {
      if (isOwn(event) && !ref.current?.open) onDismiss()
    },
    onMouseDown(event: SyntheticEvent) {
      if (isOwn(event)) onDismiss()
    },
  }
}

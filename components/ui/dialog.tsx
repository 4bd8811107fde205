'use client'

import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'

interface DialogProps {
  title: ReactNode
  /** Read with the title when the dialog opens. */
  description?: ReactNode
  children: ReactNode
  onDismiss: () => void
}

/** The browser's own modal: it traps focus, closes on Escape, and gives focus back where it came from. */
export function Dialog({ title, description, children, onDismiss }: DialogProps) {
  const dialog = useModal()
  const id = useId()

  function dismissOutside(event: MouseEvent) {
    if (event.target === dialog.current) onDismiss()
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault()
        onDismiss()
      }}
      onClose={() => !dialog.current?.open && onDismiss()}
      onMouseDown={dismissOutside}
      className="m-auto w-[min(27.5rem,calc(100vw-2rem))] animate-rise rounded-xl border border-line bg-surface shadow-lift"
    >
      <div className="p-5.5">
        <h2 id={`${id}-title`} className="text-lg font-semibold [overflow-wrap:anywhere]">
          {title}
        </h2>
        {description && <div id={`${id}-description`}>{description}</div>}
        {children}
      </div>
    </dialog>
  )
}

/** Opens the dialog it is given to as a modal, for as long as it is mounted. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return dialog
}

'use client'

import { type ReactNode, useId } from 'react'
import { useModal } from './use-modal'

interface DialogProps {
  title: ReactNode
  /** Read with the title when the dialog opens. */
  description?: ReactNode
  children: ReactNode
  onDismiss: () => void
}

/** The browser's own modal: it traps focus, closes on Escape, and restores focus afterwards. */
export function Dialog({ title, description, children, onDismiss }: DialogProps) {
  const modal = useModal(onDismiss)
  const id = useId()

  return (
    <dialog
      {...modal}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      className="m-auto w-[min(27.5rem,calc(100vw-2rem))] animate-rise rounded-xl border border-line bg-surface shadow-lift"
    >
      <div className="p-5.5">
        <h2
          id={`${id}-title`}
          className="line-clamp-3 text-lg font-semibold [overflow-wrap:anywhere]"
        >
          {title}
        </h2>
        {description && <div id={`${id}-description`}>{description}</div>}
        {children}
      </div>
    </dialog>
  )
}

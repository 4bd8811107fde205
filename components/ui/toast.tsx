'use client'

import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { CrossIcon } from '@/components/icons'

const shownMilliseconds = 8000

interface ToastProps {
  text: string
  onDismiss: () => void
}

/**
 * Shown in the top layer, above dialogs. It does not time out while the pointer is on it. The
 * announcer reads it out.
 */
export function Toast({ text, onDismiss }: ToastProps) {
  const t = useTranslations('common')
  const element = useRef<HTMLElement>(null)
  const [held, setHeld] = useState(false)

  useEffect(() => element.current?.showPopover(), [])
  useEffect(() => {
    if (held) return
    const timer = setTimeout(onDismiss, shownMilliseconds)
    return () => clearTimeout(timer)
  }, [held, onDismiss])

  return (
    <section
      ref={element}
      aria-label={t('notification')}
      popover="manual"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="inset-auto right-6 bottom-6 m-0 max-w-[min(26rem,calc(100vw-2rem))] animate-rise rounded-m bg-ink text-paper shadow-lift max-md:inset-x-4 max-md:bottom-4 max-md:max-w-none"
    >
      <div className="flex items-start justify-between gap-2 py-2.5 pr-2 pl-4">
        <p className="py-0.5">{text}</p>
        <button
          type="button"
          onClick={onDismiss}
          aria-label={t('dismiss')}
          className="grid size-6 shrink-0 place-items-center rounded-s opacity-70 hover:opacity-100 max-md:-my-2.5 max-md:-mr-2 max-md:size-11"
        >
          <CrossIcon />
        </button>
      </div>
    </section>
  )
}

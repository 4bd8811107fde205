'use client'

import { type MouseEvent, type ReactNode, useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { CrossIcon } from '@/components/icons'
import { Announcer } from '@/components/ui/toaster'
import { useModal } from '@/components/ui/use-modal'

interface DrawerPanelProps {
  children: ReactNode
  onDismiss: () => void
}

export function DrawerPanel({ children, onDismiss }: DrawerPanelProps) {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const modal = useModal(onDismiss)
  useDismissWhenWide(onDismiss)

  /** Also dismisses when the link is to the current page. */
  function dismissAfterLink({ target }: MouseEvent) {
    if (target instanceof Element && target.closest('a')) onDismiss()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link followed by keyboard clicks, too
    <dialog
      {...modal}
      aria-label={t('navigationDrawer')}
      onClick={dismissAfterLink}
      className="m-0 h-dvh max-h-none w-72 max-w-[calc(100vw-3rem)] animate-slide overflow-visible border-r border-line bg-sidebar shadow-lift"
    >
      {children}
      <button
        type="button"
        aria-label={common('close')}
        onClick={onDismiss}
        className="absolute top-2 right-2 grid size-11 place-items-center rounded-m text-muted hover:bg-hover hover:text-ink"
      >
        <CrossIcon />
      </button>
      <Announcer />
    </dialog>
  )
}

/** After a phone is rotated or the window widened, the sidebar itself is visible again. */
function useDismissWhenWide(onDismiss: () => void) {
  useEffect(() => {
    const wide = matchMedia('(min-width: 768px)')
    wide.addEventListener('change', onDismiss)
    return () => wide.removeEventListener('change', onDismiss)
  }, [onDismiss])
}

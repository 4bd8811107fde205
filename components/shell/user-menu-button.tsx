'use client'

import { usePathname } from 'next/navigation'
import type { ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { ChevronsIcon } from '@/components/icons'

interface UserMenuButtonProps extends ComponentProps<'button'> {
  displayName: string
  email: string
}

export function UserMenuButton({ displayName, email, ...props }: UserMenuButtonProps) {
  const t = useTranslations('menu')
  // Marks the account's pages, which no other part of the sidebar links to.
  const isInAccount = usePathname().startsWith('/account')
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...props}
      className={`flex w-full items-center gap-2 rounded-m p-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover ${isInAccount ? 'bg-hover/60' : ''}`}
    >
      <span className="sr-only">{t('label')}</span>
      <span
        aria-hidden="true"
        translate="no"
        className="grid size-[30px] shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent ring-1 ring-brass/45 ring-inset"
      >
        {initials(displayName || email)}
      </span>
      <span translate="no" className="min-w-0 grow">
        {displayName && (
          <span className="block truncate leading-4.5 font-semibold">{displayName}</span>
        )}
        <span
          title={email}
          className={`block truncate ${displayName ? 'text-xs text-muted' : 'font-medium'}`}
        >
          {email}
        </span>
      </span>
      <ChevronsIcon className="text-faint" />
    </button>
  )
}

/** One or two letters that identify an account. */
function initials(name: string): string {
  const words = name
    .replace(/@.*$/, '')
    .split(/[\s._-]+/u)
    .filter(Boolean)
  const first = words[0] ?? '?'
  const last = words.length > 1 ? words[words.length - 1] : undefined
  return [first, last]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

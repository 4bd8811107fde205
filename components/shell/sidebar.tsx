import Link from 'next/link'
import type { ReactNode } from 'react'
import { BrandMark } from '@/components/brand-mark'
import { BookIcon, HomeIcon, PeopleIcon, ServicesIcon } from '@/components/icons'
import { Text, Verbatim } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { NavLink } from './nav-link'

interface SidebarProps {
  /** Whether the user may manage the other ones. */
  isOwner: boolean
  userMenu: ReactNode
}

/** The user menu is at the bottom, in the lower left corner of the screen. */
export async function Sidebar({ isOwner, userMenu }: SidebarProps) {
  const [t, common] = await Promise.all([getTranslations('shell'), getTranslations('common')])
  return (
    <div className="flex h-full flex-col px-3 py-3.5">
      <Link
        href="/"
        prefetch={false}
        className="mb-3.5 flex items-center gap-2.5 self-start rounded-s px-2 py-1 text-lg font-semibold"
      >
        <BrandMark />
        <Verbatim>{common('product')}</Verbatim>
      </Link>
      <nav aria-label={t('navigation')} className="grow">
        <ul className="grid gap-0.5">
          <li>
            <NavLink href="/">
              <HomeIcon />
              <Text>{t('home')}</Text>
            </NavLink>
          </li>
          <li>
            <NavLink href="/services">
              <ServicesIcon />
              <Text>{t('services')}</Text>
            </NavLink>
          </li>
          {isOwner && (
            <li>
              <NavLink href="/people">
                <PeopleIcon />
                <Text>{t('people')}</Text>
              </NavLink>
            </li>
          )}
          <li>
            <NavLink href="/reference">
              <BookIcon />
              <Text>{t('reference')}</Text>
            </NavLink>
          </li>
        </ul>
      </nav>
      {userMenu}
    </div>
  )
}

/** The first link of a page, by which the keyboard skips the sidebar. */
export async function SkipLink() {
  const t = await getTranslations('shell')
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-20 rounded-m bg-ink px-3.5 py-2 font-medium text-on-ink not-focus:sr-only"
    >
      {t('skip')}
    </a>
  )
}

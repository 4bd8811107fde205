'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { BrandMark } from '@/components/brand-mark'
import { MenuIcon } from '@/components/icons'
import { DrawerPanel } from './drawer-panel'

/** The sidebar on a narrow screen: opened by a button, and closed by navigation. */
export function Drawer({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const path = usePathname()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const open = openAt === path

  return (
    <header className="flex items-center gap-2 border-b border-line bg-sidebar px-2 py-1.5 md:hidden">
      <button
        type="button"
        aria-label={t('openMenu')}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpenAt(path)}
        className="grid size-11 place-items-center rounded-m hover:bg-hover"
      >
        <MenuIcon />
      </button>
      <BrandMark />
      <span translate="no" className="text-lg font-semibold">
        {common('product')}
      </span>
      {open && <DrawerPanel onDismiss={() => setOpenAt(null)}>{children}</DrawerPanel>}
    </header>
  )
}

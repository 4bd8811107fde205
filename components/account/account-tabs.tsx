'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { LinkPending } from '@/components/ui/link-pending'
import { Text } from '@/components/ui/text'

interface AccountTabsProps {
  label: string
  tabs: readonly { href: string; label: string }[]
}

/** Links styled as tabs, each to a page of its own. */
export function AccountTabs({ label, tabs }: AccountTabsProps) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="mt-4.5 mb-7 border-b max-md:mt-2.5 border-line">
      {/* The five tabs fit into one line of 320 px. */}
      <ul className="flex flex-wrap gap-x-5.5 max-md:gap-x-4 max-[22.5rem]:gap-x-2.5 max-[22.5rem]:text-sm">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              prefetch={false}
              scroll={false}
              aria-current={path === tab.href ? 'page' : undefined}
              className="-mb-px block border-b-2 border-transparent pt-1 pb-2.5 font-medium max-md:py-3 text-muted transition-colors hover:text-ink aria-[current]:border-brass aria-[current]:text-ink"
            >
              <Text>{tab.label}</Text>
              <LinkPending />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { LinkPending } from '@/components/ui/link-pending'

export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname()
  const isHere = path === href || (href !== '/' && path.startsWith(`${href}/`))
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={path === href ? 'page' : isHere || undefined}
      className="flex items-center gap-2.5 rounded-s px-2.5 py-1.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:text-ink max-md:py-2.5"
    >
      {children}
      <LinkPending />
    </Link>
  )
}

import Link from 'next/link'
import type { ReactNode } from 'react'
import { BrandMark } from '@/components/brand-mark'
import { FreshDocument } from '@/components/shell/fresh-document'
import { buttonClass } from '@/components/ui/button-class'
import { Verbatim } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'

/** The page for visitors, without a sidebar. */
export async function VisitorFrame({ children }: { children: ReactNode }) {
  const [common, auth] = await Promise.all([getTranslations('common'), getTranslations('auth')])
  return (
    <>
      <FreshDocument />
      <header className="flex items-center justify-between gap-4 border-b border-line px-12 py-3 max-lg:px-8 max-md:px-4">
        <span className="flex items-center gap-2.5 text-lg font-semibold">
          <BrandMark />
          <Verbatim>{common('product')}</Verbatim>
        </span>
        <Link href="/sign-in?next=/reference" prefetch={false} className={buttonClass({})}>
          {auth('signIn')}
        </Link>
      </header>
      <main className="mx-auto w-full max-w-255 px-12 py-9 max-lg:px-8 max-md:px-4 max-md:py-5.5">
        {children}
      </main>
    </>
  )
}

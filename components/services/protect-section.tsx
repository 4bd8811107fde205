import Link from 'next/link'
import { isolated, Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { type Protection, ProtectTabs } from './protect-tabs'

interface ProtectSectionProps {
  /** Of the service. */
  title: string
  protections: Protection[]
}

/** The configuration that guards a service, to copy. */
export async function ProtectSection({ title, protections }: ProtectSectionProps) {
  const t = await getTranslations('protect')
  return (
    <section aria-labelledby="protect-heading">
      <p className="mb-1.5">
        <Link
          href="/services"
          prefetch={false}
          className="text-sm text-muted underline decoration-line-strong underline-offset-3 hover:text-ink"
        >
          {t('back')}
        </Link>
      </p>
      <h1 id="protect-heading" className="text-xl font-semibold [overflow-wrap:anywhere]">
        <Text>{t.rich('title', { title, bdi: isolated })}</Text>
      </h1>
      <p className="mt-0.5 mb-6 max-w-[72ch] text-muted">{t('about')}</p>
      <ProtectTabs protections={protections} />
    </section>
  )
}

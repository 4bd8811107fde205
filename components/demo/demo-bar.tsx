import { InfoIcon } from '@/components/icons'
import { getTranslations } from '@/lib/i18n/server'

/** The bar on top of every page of a demo. */
export async function DemoBar() {
  const t = await getTranslations('demo')
  return (
    <aside
      aria-label={t('label')}
      className="z-20 flex min-h-(--bar) items-center justify-center gap-2 border-b border-line bg-accent-soft px-4 py-1.5 text-sm text-accent md:sticky md:top-0 md:py-0"
    >
      <InfoIcon />
      <p className="text-balance">{t('bar')}</p>
    </aside>
  )
}

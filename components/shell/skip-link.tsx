import { getTranslations } from '@/lib/i18n/server'

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

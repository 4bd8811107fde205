import type { Metadata } from 'next'
import { ClientMessages } from '@/components/client-messages'
import { ApiReference } from '@/components/reference/api-reference'
import { VisitorFrame } from '@/components/reference/visitor-frame'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('reference')
  return { title: t('title') }
}

/** Public: developers of programs need no account here. */
export default async function ReferencePage() {
  const [viewer, t] = await Promise.all([getViewer(), getTranslations('reference')])
  const page = (
    <ClientMessages of={['reference']}>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="mt-0.5 mb-6 max-w-[72ch] text-muted">
        <Text>
          {t.rich('about', {
            document: (words) => (
              <a href="/api/v1/openapi.json" className="text-accent underline underline-offset-2">
                <Text>{words}</Text>
              </a>
            ),
          })}
        </Text>
      </p>
      <ApiReference isSignedIn={viewer !== null} />
    </ClientMessages>
  )
  return viewer ? page : <VisitorFrame>{page}</VisitorFrame>
}

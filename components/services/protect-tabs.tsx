'use client'

import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { CopyTextButton } from '@/components/snippets/copy-text-button'
import { Card } from '@/components/ui/card'
import { Note } from '@/components/ui/notices'
import { TabList } from '@/components/ui/tab-list'
import { InlineCode } from '@/components/ui/text'

type Guard = 'nginx' | 'caddy' | 'traefik' | 'envoy' | 'haproxy' | 'express'

/** The files of one guard. */
export interface Protection {
  guard: Guard
  files: { name: string; text: string }[]
}

export function ProtectTabs({ protections }: { protections: Protection[] }) {
  const t = useTranslations('protect')
  const panelId = useId()
  const [guard, setGuard] = useState<Guard>('nginx')
  const files = protections.find((protection) => protection.guard === guard)?.files ?? []
  return (
    <Card>
      <TabList
        label={t('guards')}
        tabs={protections.map(({ guard: value }) => ({ value, label: t(value) }))}
        value={guard}
        onSelect={setGuard}
        panelId={panelId}
      />
      <div id={panelId} role="tabpanel" aria-labelledby={`${panelId}-${guard}`}>
        {files.map((file) => (
          <File key={`${guard} ${file.name}`} {...file} />
        ))}
      </div>
      <Note>{t('fit')}</Note>
    </Card>
  )
}

function File({ name, text }: Protection['files'][number]) {
  const t = useTranslations('protect')
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-t border-line">
      <div className="flex items-center justify-between gap-3 py-2.5 pr-3 pl-4">
        <h2 id={id}>
          <InlineCode>{name}</InlineCode>
        </h2>
        <CopyTextButton text={text} label={t('copy')} />
      </div>
      <pre
        translate="no"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-128 overflow-auto border-t border-line bg-wash px-4 py-3.5 font-mono text-xs leading-[1.65] focus-visible:-outline-offset-2"
      >
        {text}
      </pre>
    </section>
  )
}

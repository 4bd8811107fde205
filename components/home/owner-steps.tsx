import Link from 'next/link'
import type { ReactNode } from 'react'
import { CheckIcon } from '@/components/icons'
import { buttonClass } from '@/components/ui/button-class'
import { Card } from '@/components/ui/card'
import { InlineCode, Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { DismissOwnerSteps } from './dismiss-owner-steps'

interface OwnerStepsProps {
  hasPublicUrl: boolean
  hasOthers: boolean
  /** Whether a service has accepted the token of another user. */
  othersCall: boolean
  /** The cookie that a dismissal sets. */
  cookieName: string
}

/** The next steps of an owner with a new installation, until they are done or dismissed. */
export async function OwnerSteps(props: OwnerStepsProps) {
  const { hasPublicUrl, hasOthers, othersCall, cookieName } = props
  const t = await getTranslations('ownerSteps')
  const code = (words: ReactNode) => <InlineCode>{words}</InlineCode>
  return (
    <section aria-labelledby="owner-steps" className="mb-8">
      <Card>
        <div className="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-4">
          <h2 id="owner-steps" className="text-lg font-semibold">
            {t('title')}
          </h2>
          <DismissOwnerSteps cookieName={cookieName} />
        </div>
        <ul className="divide-y divide-line">
          <OwnerStep isDone={hasPublicUrl} title={t('addressTitle')}>
            <Text>{t.rich('addressText', { code })}</Text>
          </OwnerStep>
          <OwnerStep
            isDone={hasOthers}
            title={t('inviteTitle')}
            action={<StepLink href="/people" label={t('inviteAction')} />}
          >
            {t('inviteText')}
          </OwnerStep>
          <OwnerStep
            isDone={othersCall}
            title={t('protectTitle')}
            action={<StepLink href="/reference" label={t('protectAction')} />}
          >
            <Text>{t.rich('protectText', { code })}</Text>
          </OwnerStep>
        </ul>
      </Card>
    </section>
  )
}

interface OwnerStepProps {
  isDone: boolean
  title: string
  action?: ReactNode
  children: ReactNode
}

async function OwnerStep({ isDone, title, action, children }: OwnerStepProps) {
  const t = await getTranslations('home')
  const look = isDone ? 'border-brass bg-accent-soft text-accent' : 'border-line-strong'
  return (
    <li className="flex gap-3 px-4 py-3.5 max-md:flex-wrap">
      <span
        aria-hidden="true"
        className={`grid size-5.5 shrink-0 place-items-center rounded-full border ${look}`}
      >
        {isDone && <CheckIcon />}
      </span>
      <div className="min-w-0 grow basis-60">
        <h3 className="font-semibold">
          <Text>{`${title} `}</Text>
          {isDone && <span className="sr-only">{`(${t('done')})`}</span>}
        </h3>
        <p className="max-w-[72ch] text-muted">{children}</p>
      </div>
      {!isDone && action}
    </li>
  )
}

function StepLink({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={`${buttonClass({ size: 'small' })} self-center max-md:w-full`}
    >
      {label}
    </Link>
  )
}

'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { SnippetTabs } from '@/components/snippets/snippet-tabs'
import { useWasCopied } from '@/components/tokens/copied-token'
import { CopyTokenButton } from '@/components/tokens/copy-token-button'
import { buttonClass } from '@/components/ui/button-class'
import { isolated, Text } from '@/components/ui/text'
import { RelativeTime } from '@/components/ui/time'
import type { ApiTokenRow } from '@/shared/api-token-row'
import { Step, type StepState } from './step'

interface FirstStepsProps {
  token: ApiTokenRow | null
  address: string
}

/**
 * Create a token, copy it, make the first call: the first step that is not done is the next one.
 */
export function FirstSteps({ token, address }: FirstStepsProps) {
  const t = useTranslations('home')
  const wasCopied = useWasCopied(token?.id ?? '')
  const usedAt = token?.last_used_at ?? null
  const [create, copy, call] = stepStates([
    token !== null,
    wasCopied || usedAt !== null,
    usedAt !== null,
  ])

  return (
    <ol>
      <Step
        number={1}
        state={create}
        title={t('createTitle')}
        text={
          token ? (
            <Text>{t.rich('createDone', { name: token.name, bdi: isolated })}</Text>
          ) : (
            t('createText')
          )
        }
      >
        {!token && (
          <Link
            href="/account/tokens"
            prefetch={false}
            className={buttonClass({ variant: 'primary' })}
          >
            {t('createAction')}
          </Link>
        )}
      </Step>
      <Step number={2} state={copy} title={t('copyTitle')} text={t('copyText')}>
        {token && (
          <CopyTokenButton
            id={token.id}
            {...(copy === 'next' && { variant: 'primary', size: 'normal' })}
          />
        )}
      </Step>
      <Step
        number={3}
        state={call}
        title={t('callTitle')}
        text={
          usedAt ? (
            <>
              <Text>{`${t('callDone')} `}</Text>
              <RelativeTime at={usedAt} />
            </>
          ) : (
            t('callText')
          )
        }
      >
        <SnippetTabs token={token} address={address} />
      </Step>
    </ol>
  )
}

/** In order: completed steps are `done`, the first other step is `next`, the rest are `later`. */
function stepStates(done: readonly [boolean, boolean, boolean]): [StepState, StepState, StepState] {
  const next = done.indexOf(false)
  const state = (step: number): StepState =>
    done[step] ? 'done' : step === next ? 'next' : 'later'
  return [state(0), state(1), state(2)]
}

'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { startSession } from '@/components/auth/start-session'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'

/** Signs a visitor of a demo in, by one click. */
export function DemoSignIn({ next }: { next: string }) {
  const t = useTranslations('demo')
  const auth = useTranslations('auth')
  const failureText = useFailureText()
  const [entering, setEntering] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  async function enter() {
    if (entering) return
    setEntering(true)
    const refused = await startSession({})
    if (!refused) return location.assign(next)
    setEntering(false)
    if (refused.kind !== 'refused') setFault(failureText(refused))
    else setFault(auth(refused.code === 'csrf' ? 'cookiesRefused' : 'signInFailed'))
  }

  return (
    <div className="grid gap-4">
      {fault !== null && <FieldError>{fault}</FieldError>}
      <Button variant="primary" inactive={entering} onClick={enter} className="min-h-[38px]">
        {entering ? auth('signingIn') : t('enter')}
      </Button>
    </div>
  )
}

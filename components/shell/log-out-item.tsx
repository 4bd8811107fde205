'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { LogOutIcon } from '@/components/icons'
import { MenuItem } from '@/components/ui/menu/menu-items'
import { Text } from '@/components/ui/text'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import { announceSessionEnd } from './session-channel'

export function LogOutItem() {
  const t = useTranslations('menu')
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const [leaving, setLeaving] = useState(false)

  async function logOut() {
    setLeaving(true)
    const result = await callApi('POST', '/api/v1/auth/user/signout')
    if (result.kind === 'data') {
      announceSessionEnd()
      return location.assign('/sign-in')
    }
    setLeaving(false)
    toast(failureText(result))
  }

  return (
    <MenuItem onClick={logOut}>
      <LogOutIcon className="text-muted" />
      <Text>{leaving ? t('loggingOut') : t('logOut')}</Text>
    </MenuItem>
  )
}

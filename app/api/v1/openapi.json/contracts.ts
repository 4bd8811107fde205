import { contract as jwks } from '@/app/.well-known/jwks.json/contract'
import { contract as securityText } from '@/app/.well-known/security.txt/contract'
import { contract as health } from '@/app/api/health/contract'
import { contract as ready } from '@/app/api/ready/contract'
import { contract as activity } from '@/app/api/v1/activity/contract'
import { contract as activityExport } from '@/app/api/v1/activity/export/contract'
import { contract as logOutByProvider } from '@/app/api/v1/auth/oidc/backchannel-logout/contract'
import { contract as connection } from '@/app/api/v1/auth/oidc/connection/contract'
import { contract as passkeySignInOptions } from '@/app/api/v1/auth/passkey/options/contract'
import { contract as passkeySignIn } from '@/app/api/v1/auth/passkey/signin/contract'
import { contract as passwordForgot } from '@/app/api/v1/auth/password/forgot/contract'
import { contract as passwordReset } from '@/app/api/v1/auth/password/reset/[token]/contract'
import { contract as authToken } from '@/app/api/v1/auth/token/contract'
import { contract as refresh } from '@/app/api/v1/auth/token/refresh/contract'
import { contract as resetToken } from '@/app/api/v1/auth/token/validate/[token]/contract'
import { contract as me } from '@/app/api/v1/auth/user/me/contract'
import { contract as passwordChange } from '@/app/api/v1/auth/user/password/change/contract'
import { contract as signIn } from '@/app/api/v1/auth/user/signin/contract'
import { contract as signOut } from '@/app/api/v1/auth/user/signout/contract'
import { contract as signUp } from '@/app/api/v1/auth/user/signup/contract'
import { contract as group } from '@/app/api/v1/groups/[id]/contract'
import { contract as groups } from '@/app/api/v1/groups/contract'
import { contract as introspect } from '@/app/api/v1/introspect/contract'
import { contract as openApi } from '@/app/api/v1/openapi.json/contract'
import { contract as passkey } from '@/app/api/v1/passkeys/[id]/contract'
import { contract as passkeys } from '@/app/api/v1/passkeys/contract'
import { contract as passkeyOptions } from '@/app/api/v1/passkeys/options/contract'
import { contract as revocations } from '@/app/api/v1/revocations/contract'
import { contract as revoke } from '@/app/api/v1/revoke/contract'
import { contract as confirmation } from '@/app/api/v1/second-factor/confirmation/contract'
import { contract as confirmationOptions } from '@/app/api/v1/second-factor/confirmation/options/contract'
import { contract as secondFactor } from '@/app/api/v1/second-factor/contract'
import { contract as recoveryCodes } from '@/app/api/v1/second-factor/recovery-codes/contract'
import { contract as resetNotice } from '@/app/api/v1/second-factor/reset-notice/contract'
import { contract as totpConfirm } from '@/app/api/v1/second-factor/totp/confirm/contract'
import { contract as totp } from '@/app/api/v1/second-factor/totp/contract'
import { contract as service } from '@/app/api/v1/services/[name]/contract'
import { contract as verifyForService } from '@/app/api/v1/services/[name]/verify/contract'
import { contract as services } from '@/app/api/v1/services/contract'
import { contract as session } from '@/app/api/v1/sessions/[id]/contract'
import { contract as sessions } from '@/app/api/v1/sessions/contract'
import { contract as token } from '@/app/api/v1/tokens/[id]/contract'
import { contract as tokenPrevious } from '@/app/api/v1/tokens/[id]/previous/contract'
import { contract as tokenRotation } from '@/app/api/v1/tokens/[id]/rotate/contract'
import { contract as tokenSecret } from '@/app/api/v1/tokens/[id]/secret/contract'
import { contract as tokenUsage } from '@/app/api/v1/tokens/[id]/usage/contract'
import { contract as tokens } from '@/app/api/v1/tokens/contract'
import { contract as profile } from '@/app/api/v1/user/profile/contract'
import { contract as user } from '@/app/api/v1/users/[id]/contract'
import { contract as userResetLink } from '@/app/api/v1/users/[id]/generate-reset-url/contract'
import { contract as userInvitation } from '@/app/api/v1/users/[id]/resend-invite/contract'
import { contract as userSecondFactor } from '@/app/api/v1/users/[id]/second-factor/contract'
import { contract as userSignOut } from '@/app/api/v1/users/[id]/sign-out/contract'
import { contract as userToken } from '@/app/api/v1/users/[id]/token/contract'
import { contract as userTokenPrevious } from '@/app/api/v1/users/[id]/token/previous/contract'
import { contract as userTokenRotation } from '@/app/api/v1/users/[id]/token/rotate/contract'
import { contract as userTokenSecret } from '@/app/api/v1/users/[id]/token/secret/contract'
import { contract as users } from '@/app/api/v1/users/contract'
import { contract as verify } from '@/app/api/v1/verify/contract'
import type { Contract } from '@/lib/api/contract'

/** All contracts of the API, in the order in which people read them. */
export const contracts: Contract[] = [
  tokens,
  token,
  tokenSecret,
  tokenRotation,
  tokenPrevious,
  tokenUsage,
  verify,
  verifyForService,
  introspect,
  revoke,
  revocations,
  jwks,
  services,
  service,
  signUp,
  connection,
  logOutByProvider,
  signIn,
  passkeySignInOptions,
  passkeySignIn,
  refresh,
  me,
  signOut,
  passwordChange,
  passwordForgot,
  resetToken,
  passwordReset,
  profile,
  authToken,
  sessions,
  session,
  users,
  user,
  userInvitation,
  userResetLink,
  userSignOut,
  userToken,
  userTokenSecret,
  userTokenRotation,
  userTokenPrevious,
  userSecondFactor,
  groups,
  group,
  secondFactor,
  totp,
  totpConfirm,
  recoveryCodes,
  passkeys,
  passkeyOptions,
  passkey,
  confirmation,
  confirmationOptions,
  resetNotice,
  activity,
  activityExport,
  health,
  ready,
  openApi,
  securityText,
]

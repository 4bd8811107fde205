import { membersOnly } from '../members-only'

export default membersOnly('/account/security')

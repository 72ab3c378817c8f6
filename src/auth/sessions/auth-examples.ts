/** The drop-downs of Swagger UI. The accounts are those of the sandbox. */
const SANDBOX_PASSWORD = 'sandbox-demo';

export const LOGIN_EXAMPLES = {
  operator: {
    summary: 'Operator of the sandbox',
    value: { email: 'operator@example.com', password: SANDBOX_PASSWORD },
  },
  supervisor: {
    summary: 'Supervisor of the sandbox',
    value: { email: 'supervisor@example.com', password: SANDBOX_PASSWORD },
  },
  admin: { summary: 'Admin of the sandbox', value: { email: 'admin@example.com', password: SANDBOX_PASSWORD } },
};

export const REFRESH_EXAMPLES = {
  refresh: {
    summary: 'The refresh token that sign-in gave',
    value: { refreshToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl' },
  },
};

export const CHANGE_PASSWORD_EXAMPLES = {
  change: {
    summary: 'From the password of the sandbox to a better one',
    value: { currentPassword: SANDBOX_PASSWORD, newPassword: 'a longer sandbox password' },
  },
};

export const CREATE_USER_EXAMPLES = {
  operator: {
    summary: 'An operator',
    value: { email: 'anna@example.com', password: 'correct horse battery', name: 'Anna', role: 'operator' },
  },
  supervisor: {
    summary: 'A supervisor',
    value: { email: 'boris@example.com', password: 'correct horse staple', name: 'Boris', role: 'supervisor' },
  },
};

export const UPDATE_USER_EXAMPLES = {
  role: { summary: 'Another role', value: { role: 'supervisor' } },
  disable: { summary: 'Lock out at once', value: { disabled: true } },
  enable: { summary: 'Let in again', value: { disabled: false } },
  password: { summary: 'A new password', value: { password: 'correct horse staple' } },
};

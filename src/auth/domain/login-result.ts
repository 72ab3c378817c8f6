import { Role } from './role.js';

export interface PublicUser {
  id: number;
  email: string;
  name: string;
  role: Role;
}

/** What a sign-in and a refresh answer (design, "Auth"). */
export interface LoginResult {
  accessToken: string;
  refreshToken: string;
  /** Of the access token, in seconds. */
  expiresIn: number;
  user: PublicUser;
}

import { describe, expect, it } from '@jest/globals';
import { FirstAdminService } from '../../src/auth/users/first-admin.service.js';
import { startTestApp, TEST_PASSWORD } from '../support/test-app.js';

describe('the first admin', () => {
  const environment = { FIRST_ADMIN_EMAIL: 'Root@Example.com', FIRST_ADMIN_PASSWORD: TEST_PASSWORD };

  it('comes out of the environment where there is none', async () => {
    const test = await startTestApp({ environment });
    try {
      const { status, body } = await test.login({ email: 'root@example.com', password: TEST_PASSWORD });
      expect([status, body.user?.role]).toEqual([200, 'admin']);
      const [row] = await test.rows(`select * from audit_log where action = 'user.created'`);
      expect(row).toMatchObject({
        actor_user_id: null,
        outcome: 'ok',
        details: { email: 'root@example.com', role: 'admin', first: true },
      });
      // The next start finds an admin, whoever that is.
      await test.rows(`update users set email = 'renamed@example.com'`);
      await test.app.get(FirstAdminService, { strict: false }).onApplicationBootstrap();
      expect(await test.rows('select email from users')).toEqual([{ email: 'renamed@example.com' }]);
    } finally {
      await test.close();
    }
  });

  it('is made once by the command line, and nobody is changed by it', async () => {
    const test = await startTestApp();
    try {
      const service = test.app.get(FirstAdminService, { strict: false });
      const operator = await test.createUser();
      const outcomes = await Promise.all(
        ['root@example.com', 'ROOT@example.com'].map((email) => service.ensure(email, TEST_PASSWORD, 'Root')),
      );
      expect(outcomes.filter(({ created }) => created).length).toBe(1);
      await expect(service.ensure(operator.email, 'yet another password')).resolves.toEqual({ created: false });
      expect((await test.login(operator)).body.user?.role).toBe('operator');
      await expect(service.ensure('no address', TEST_PASSWORD)).rejects.toThrow('not an email');
      await expect(service.ensure('second@example.com', 'short')).rejects.toThrow('at least 12');
    } finally {
      await test.close();
    }
  });
});

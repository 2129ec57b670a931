package io.fletch.data;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Version;

import io.fletch.data.repository.FletchRepository;
import io.fletch.data.repository.support.FletchRepositoryFactory;
import io.fletch.store.Database;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Deletions of records, one or several.
 */
class EntityDeletionTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	private final Accounts accounts = new FletchRepositoryFactory(this.template).getRepository(Accounts.class);

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void severalAreDeletedInOneVersionOfTheTable() {
		List<Account> saved = this.accounts
			.saveAll(List.of(new Account("1", null), new Account("2", null), new Account("3", null)));
		Account later = this.accounts.save(saved.get(1));
		long before = this.database.openTable("accounts").version();
		this.accounts.deleteAll(List.of(saved.get(0), later, later));
		assertThat(this.database.openTable("accounts").version()).isEqualTo(before + 1);
		assertThat(this.accounts.findAll()).extracting(Account::id).containsExactly("3");
	}

	@Test
	void noneIsDeletedIfOneVersionIsStale() {
		List<Account> saved = this.accounts.saveAll(List.of(new Account("1", null), new Account("2", null)));
		this.accounts.save(saved.get(1));
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.accounts.deleteAll(saved))
			.withMessage(
					"1 of the rows of the table 'accounts' no longer have the versions of the records; nothing was "
							+ "deleted. Read them again");
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.accounts.deleteAll(List.of(new Account("9", 0L))))
			.withMessageContaining("The row with the id '9' of the table 'accounts' no longer has the version 0");
		assertThat(this.accounts.count()).isEqualTo(2);
	}

	@Test
	void thoseWithoutVersionNeedNotBeThere() {
		this.template.save(Article.of("1", "rain", "en", 2025));
		assertThat(this.template.deleteAll(List.of(Article.of("1", "", "", 0), Article.of("2", "", "", 0))))
			.isEqualTo(1);
		assertThat(this.template.deleteAll(List.<Article>of())).isZero();
	}

	@Test
	void oneWithoutIdWasNeverSaved() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.accounts.deleteAll(List.of(new Account(null, null))))
			.withMessageContaining("has no id, so that it was not saved, and cannot be deleted");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(
					() -> this.template.deleteAll(List.of(new Account("1", 0L), Article.of("1", "rain", "en", 2025))))
			.withMessageContaining("save or delete those of each type by themselves");
	}

	@Test
	void idsOfBytesAreComparedByWhatIsInThem() {
		byte[] id = { 1, (byte) 0xAB };
		Digest saved = this.template.save(new Digest(id, null));
		this.template.save(new Digest(new byte[] { 2 }, null));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.saveAll(List.of(saved, new Digest(id.clone(), saved.version()))))
			.withMessage("Two of the records have the id '01ab'; save one of them only");
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.template.insert(new Digest(id.clone(), null)))
			.withMessageContaining("already has a row with the id '01ab'");
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(
					() -> this.template.insertAll(List.of(new Digest(id.clone(), null), new Digest(new byte[1], null))))
			.withMessageContaining("already has a row with the id '01ab'");
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.template.delete(new Digest(id.clone(), 7L)))
			.withMessageContaining("The row with the id '01ab' of the table 'digests' no longer has the version 7");
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.template.save(new Digest(id.clone(), 7L)))
			.withMessageContaining("The row with the id '01ab' of the table 'digests' no longer has the version 7");
		assertThat(this.template.deleteAll(List.of(saved, new Digest(id.clone(), saved.version())))).isEqualTo(1);
		assertThat(this.template.count(Digest.class)).isEqualTo(1);
	}

	@Table("digests")
	record Digest(@Id byte[] id, @Version @Nullable Long version) {
	}

	@Table("accounts")
	record Account(@Id @Nullable String id, @Version @Nullable Long version) {
	}

	interface Accounts extends FletchRepository<Account, String> {

	}

}
